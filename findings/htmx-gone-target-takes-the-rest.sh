#!/usr/bin/env bash
# Package: htmx.org 4.0.1 (newest), in Chromium through playwright-core 1.65.1.
# Expected: parts of an answer that name their own target (`hx-swap-oob`, `<hx-partial>`) arrive whatever becomes
#   of the main target; with it alone nothing is to be done if it has left the page.
# Happens: if the main target left the page while the request was under way, the whole answer is dropped: parts
#   for other targets, title and history with it. No error event says so.
# Seen: target stays: toast "deleted", strip "part"; target removed after 100 ms: toast "", strip "".
# Hurt: pages with live updates. A card that the stream takes away is deleted by its button: the toast with
#   "Undo" is in the answer and never shows.
# ImageHub gives such an answer another target and `swap: "none"` (static/js/late-answer.js), so the rest arrives.
set -euo pipefail
browser=${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "skipped: no Chromium (set CHROMIUM)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund htmx.org@4.0.1 playwright-core@1.65.1 >/dev/null
cat >run.mjs <<'JS'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import http from "node:http";
import { chromium } from "playwright-core";

const PAGE = `<!doctype html><script src="/htmx.js"></script><div id="toast"></div><div id="strip"></div>
  <div id="card"></div><button hx-get="/slow" hx-target="#card">Delete</button>`;
const ANSWER = `<p>card</p><div id="toast" hx-swap-oob="true">deleted</div>
  <hx-partial hx-target="#strip" hx-swap="innerHTML">part</hx-partial>`;
const HTMX = readFileSync("node_modules/htmx.org/dist/htmx.min.js");

const server = http.createServer((request, response) => {
  if (request.url === "/htmx.js") return response.end(HTMX);
  response.setHeader("Content-Type", "text/html");
  if (request.url === "/slow") return setTimeout(() => response.end(ANSWER), 500);
  response.end(PAGE);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });

async function shown(isRemoved) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const answered = page.waitForResponse(/slow/);
  await page.click("button");
  if (isRemoved) await page.evaluate(() => document.querySelector("#card").remove());
  await (await answered).finished();
  await page.waitForTimeout(1000);
  return page.evaluate(() => ["#toast", "#strip"].map((name) => document.querySelector(name).textContent));
}

const [stays, removed] = [await shown(false), await shown(true)];
await browser.close();
server.close();
console.log("target stays:", stays, "target removed:", removed);
assert.deepEqual(stays, ["deleted", "part"]);
assert.deepEqual(removed, ["", ""]);
JS
node run.mjs "$browser"

// Alt+↑ and Alt+↓ in the prompt field bring back one's own prompts, newest first. What was being
// written stands at the end of the list, and so does whatever was changed on the way.
{
  const texts = []; // texts[0] is what was being written
  let field = null;
  let at = 0;
  let before = "";
  let more = true;
  let asking = null;

  const restart = () => {
    texts.length = 0;
    at = 0;
    before = "";
    more = true;
    asking = null;
  };

  const ask = async () => {
    const answer = await fetch(`${document.documentElement.dataset.root}/prompts/recall/?before=${before}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = await answer.json();
    for (const one of page.prompts) {
      if (texts.length > 1 || one.text !== texts[0].trim()) texts.push(one.text);
    }
    before = page.prompts.at(-1)?.id ?? before;
    more = page.more;
  };

  const say = (words) => {
    const live = document.getElementById("live");
    if (live) live.textContent = words;
  };

  const show = () => { // as if typed, so that the browser can undo it and the draft is kept
    field.focus();
    field.select();
    if (texts[at]) document.execCommand("insertText", false, texts[at]);
    else document.execCommand("delete");
    const words = at ? `Prompt ${at} back: ${texts[at]}` : `Back to what you were writing: ${texts[0] || "nothing"}`;
    say(words.slice(0, 200));
  };

  const go = async (step) => {
    if (!texts.length) texts.push(field.value);
    if (step > 0 && at + 1 >= texts.length && more) {
      const asked = (asking ??= ask());
      try {
        await asked;
      } catch {
        say("Earlier prompts could not be fetched. What you wrote is untouched.");
        return;
      } finally {
        if (asking === asked) asking = null;
      }
    }
    texts[at] = field.value; // what was typed while we waited, too
    const to = at + step;
    if (to >= texts.length) return say(texts.length > 1 ? "No earlier prompt" : "No prompts yet");
    if (to < 0) return say("This is what you were writing");
    at = to;
    show();
  };

  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.id !== "prompt") return;
    event.preventDefault(); // on a Mac it would move by a paragraph
    if (field !== event.target) restart();
    field = event.target;
    if (!asking) go(step);
  });
  // What was sent is the newest of the list; a form that was filled anew begins it again.
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.sourceElement?.id === "composer") restart();
  });
}

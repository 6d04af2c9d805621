// Watches the live stream: says when it is lost, and wakes it when the computer woke up.
{
  const stream = document.getElementById("stream");
  const notice = document.getElementById("lost");
  const STEP = 2000; // ms between looks
  const SILENCE = 45000; // ms without a beat, once beats were seen
  let connection = null;
  let beatAt = 0;
  let lookedAt = Date.now();
  let lostSince = 0;

  const isUp = () => { lostSince = 0; notice.hidden = true; };
  const isDown = () => { lostSince ||= Date.now(); };

  const reconnect = () => {
    if (connection?.delayCanceller) connection.delayCanceller();
    else if (connection?.reader) connection.reader.cancel();
    else stream.dispatchEvent(new Event("reconnect"));
  };

  stream?.addEventListener("htmx:sse:before:connection", (event) => { connection = event.detail.connection; });
  stream?.addEventListener("htmx:sse:after:connection", () => { beatAt = 0; isUp(); });
  stream?.addEventListener("htmx:sse:before:message", () => { beatAt &&= Date.now(); });
  stream?.addEventListener("beat", () => { beatAt = Date.now(); });
  stream?.addEventListener("htmx:sse:error", isDown);
  stream?.addEventListener("htmx:sse:close", () => { connection = null; isDown(); });
  stream?.addEventListener("htmx:error", () => { connection = null; isDown(); });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-reconnect]")) reconnect();
  });
  addEventListener("online", reconnect);

  if (stream) {
    setInterval(() => {
      const now = Date.now();
      const hasSlept = now - lookedAt > STEP * 5;
      const isSilent = beatAt && now - beatAt > SILENCE;
      lookedAt = now;
      if (hasSlept || isSilent) { beatAt = 0; reconnect(); }
      if (lostSince && now - lostSince > 1500) notice.hidden = false;
      if (lostSince && !connection && (now - lostSince) % 10000 < STEP) reconnect();
    }, STEP);
  }
}

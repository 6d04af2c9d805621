// Past midnight the headings Today and Yesterday ask for their new names: the event "midnight".
{
  const STEP = 20000; // ms between looks; a page that slept looks when it is seen again
  const DAY = 86400;
  let passed = 0;
  const look = () => {
    const end = Number(document.querySelector("[data-midnight]")?.dataset.midnight);
    if (!end || Date.now() / 1000 < end + passed * DAY) return;
    passed = Math.floor((Date.now() / 1000 - end) / DAY) + 1;
    document.body.dispatchEvent(new Event("midnight"));
  };
  setInterval(look, STEP);
  document.addEventListener("visibilitychange", look);
}

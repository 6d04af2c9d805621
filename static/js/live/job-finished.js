// Notices that an own job ended while this page was open, and tells the page by one event,
// "job-finished", with the words for a title or a notification.
{
  const strip = document.getElementById("jobs");
  const TROUBLE = { failed: "A job failed", refused: "A job was refused", unknown: "A job’s outcome is unknown" };

  const tell = (card, words) => {
    const prompt = card.querySelector(".job__prompt")?.textContent ?? "";
    document.dispatchEvent(new CustomEvent("job-finished", { detail: { words, prompt, id: card.id } }));
  };

  if (strip) {
    new MutationObserver((changes) => {
      for (const { removedNodes } of changes) {
        for (const old of removedNodes) {
          if (!old.matches?.("li[data-mine][data-open]")) continue;
          const now = document.getElementById(old.id);
          if (!now) tell(old, "Your picture is ready");
          else if (TROUBLE[now.dataset.status]) tell(now, TROUBLE[now.dataset.status]);
        }
      }
    }).observe(strip, { childList: true });
  }
}

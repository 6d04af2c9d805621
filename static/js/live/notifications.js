// "Notify me" asks for permission; after that an own job that ends while the tab is hidden
// brings a desktop notification. Nothing is stored: the browser's permission is the setting.
{
  const bell = document.querySelector("[data-notify]");
  if (bell && "Notification" in window) {
    bell.hidden = Notification.permission !== "default";
    bell.addEventListener("click", async () => {
      bell.hidden = (await Notification.requestPermission()) !== "default";
    });
    document.addEventListener("job-finished", (event) => {
      if (!document.hidden || Notification.permission !== "granted") return;
      const { words, prompt, id } = event.detail;
      const icon = document.querySelector("link[rel=icon]").href;
      const note = new Notification(words, { body: prompt.slice(0, 120), tag: id, icon });
      note.addEventListener("click", () => { window.focus(); note.close(); });
    });
  }
}

// What an answer was meant for may have been drawn anew, or have left the page, while it was under
// way. It goes to the part of the same name that stands there now; if there is none, nowhere.
document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  for (const task of tasks ?? []) {
    const { target } = task;
    if (!(target instanceof Element) || target.isConnected) continue;
    task.target = target.id ? document.getElementById(target.id) : null;
  }
});

// What an answer was meant for may have left the page while it was under way: it is let go.
document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  for (const task of tasks ?? []) if (task.target instanceof Element && !task.target.isConnected) task.target = null;
});

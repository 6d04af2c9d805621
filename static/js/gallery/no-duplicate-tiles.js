// Another stretch of tiles may bring one that already came live, or a heading that stands there: the
// list keeps one of each.
{
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    if (!["more", "earlier"].includes(ctx?.sourceElement?.id)) return;
    for (const task of tasks ?? []) {
      for (const item of task.fragment?.querySelectorAll?.("li[id]") ?? []) {
        if (!["more", "earlier"].includes(item.id)) document.getElementById(item.id)?.remove();
      }
    }
  });
}

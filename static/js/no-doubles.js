// A page of older tiles may bring one that already came live: the list keeps one of each.
{
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx?.sourceElement?.id !== "more") return;
    for (const task of tasks ?? []) {
      for (const item of task.fragment?.querySelectorAll?.("li[id]") ?? []) {
        if (item.id !== "more") document.getElementById(item.id)?.remove();
      }
    }
  });
}

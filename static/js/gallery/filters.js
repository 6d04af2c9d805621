// Choosing a filter applies it. Without this script the Search button does.
{
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("#filters");
    if (form && event.target.matches("select, [type=checkbox]")) form.requestSubmit();
  });
  document.addEventListener("search", (event) => {
    if (event.target.id === "q" && !event.target.value) event.target.form.requestSubmit();
  });
  // What is empty or usual stays out of the address.
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx?.request;
    if (event.target.id !== "filters" || !request?.body) return;
    for (const [name, value] of [...request.body.entries()]) {
      if (!value || (name === "order" && value === "newest" && !document.querySelector("[data-collection]"))) request.body.delete(name);
    }
  });
}

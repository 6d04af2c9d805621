// Writing a width or height chooses "Own" among the shapes.
{
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[name=free_width], [name=free_height]")) return;
    const own = event.target.closest("fieldset").querySelector("[data-free]");
    if (own) own.checked = true;
  });
}

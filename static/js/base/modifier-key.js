// Says ⌘ instead of Ctrl on Apple keyboards.
{
  const sayCommand = () => {
    if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
    for (const key of document.querySelectorAll("[data-modkey]")) key.textContent = "⌘ ↵";
  };
  sayCommand();
  document.addEventListener("htmx:after:swap", sayCommand);
}

// On small screens the composer is a sheet: opened from the dock, inert while closed.
{
  const small = matchMedia("(max-width: 47.99rem)");
  const sheet = () => document.getElementById("composer");
  const veil = () => document.querySelector("[data-veil]");

  const settle = () => {
    const form = sheet();
    if (!form) return;
    form.inert = small.matches && !form.hasAttribute("data-open");
    if (veil()) veil().hidden = !form.hasAttribute("data-open") || !small.matches;
  };

  const move = (isOpen) => {
    sheet()?.toggleAttribute("data-open", isOpen);
    settle();
    if (!small.matches) return;
    if (isOpen) document.getElementById("prompt")?.focus();
    else document.querySelector("[data-composer-open]")?.focus({ preventScroll: true });
  };

  settle();
  if (location.hash === "#composer") move(true); // sent here to write, by Remix or the history
  small.addEventListener("change", settle);
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("composer-filled", () => move(true));
  document.addEventListener("wanted", (event) => event.target.id === "prompt" && move(true));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-composer-open]")) move(true);
    if (event.target.closest("[data-composer-close], [data-veil]")) move(false);
  });
  document.addEventListener("keydown", (event) => {
    const isPopover = document.querySelector(".picker__panel:popover-open");
    if (event.key === "Escape" && !isPopover && sheet()?.hasAttribute("data-open")) move(false);
  });
}

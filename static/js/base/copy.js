// Copies the text of an element, and shows a tick for a moment.
{
  const showCopy = () => {
    if (!navigator.clipboard) return; // only over https or on this machine
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  };
  showCopy();
  document.addEventListener("htmx:after:swap", showCopy);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.classList.add("is-done");
    setTimeout(() => button.classList.remove("is-done"), 1600);
  });
}

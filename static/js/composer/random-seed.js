// The dice beside a seed writes a random one.
{
  const showDice = () => {
    for (const die of document.querySelectorAll("[data-dice]")) die.hidden = false;
  };
  showDice();
  document.addEventListener("htmx:after:swap", showDice);

  document.addEventListener("click", (event) => {
    const die = event.target.closest("[data-dice]");
    if (!die) return;
    const field = document.getElementById(die.dataset.dice);
    field.value = String(crypto.getRandomValues(new Uint32Array(1))[0] >>> 1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

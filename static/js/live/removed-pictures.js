// Pictures that somebody hid or moved to the trash leave this page at once, wherever they stand on it, and
// nobody is asked. The stream names them by number: hexadecimal, each as the distance from the last.
// They are out of sight in one step, and taken out of the page a few at a time.
{
  const FEW = 10;
  const numbersOf = (text) => {
    let at = 0;
    return new Set(text.split(" ").map((step) => (at += parseInt(step, 16))));
  };
  const numberOf = (one) => Number(one.dataset.pic ?? one.dataset.key.slice(-12)); // the end of a tile's key
  const leave = (one) => `<hx-partial hx-target="#${one.id}" hx-swap="delete"></hx-partial>`;

  let queue = [], source = null;
  const takeOut = () => {
    const text = queue.splice(0, FEW).map(leave).join("");
    if (text) htmx.swap({ sourceElement: source, target: source, swap: "none", text });
    if (queue.length) setTimeout(takeOut);
  };

  document.addEventListener("departed", ({ target, detail }) => {
    const numbers = numbersOf(detail.data), isWaiting = queue.length > 0;
    const here = [...document.querySelectorAll(".tile[data-key]:not([data-gone]), [data-pic]")].filter((one) => numbers.has(numberOf(one)));
    document.dispatchEvent(new CustomEvent("pictures-leave", { detail: { numbers, leaving: new Set(here) } }));
    const used = here.filter((one) => one.contains(document.activeElement)); // its heir is found at once
    for (const one of here) one.toggleAttribute("data-gone", true);
    document.dispatchEvent(new Event("pictures-left"));
    source = target;
    queue = [...used, ...queue, ...here.filter((one) => one.id && !used.includes(one))];
    if (!isWaiting || used.length) takeOut();
  });
}

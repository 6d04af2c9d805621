// Pictures that somebody hid or threw away leave this page at once, wherever they stand on it, and
// nobody is asked. The stream names them by number: hexadecimal, each as the distance from the last.
{
  const numbers = (text) => {
    let at = 0;
    return new Set(text.split(" ").map((step) => (at += parseInt(step, 16))));
  };
  const numberOf = (one) => Number(one.dataset.pic ?? one.dataset.key.slice(-12)); // the end of a tile's key
  const leave = (one) => `<hx-partial hx-target="#${one.id}" hx-swap="delete"></hx-partial>`;

  document.addEventListener("departed", ({ target, detail }) => {
    const gone = numbers(detail.data);
    document.dispatchEvent(new CustomEvent("pictures-leave", { detail: gone }));
    const here = [...document.querySelectorAll(".tile[data-key], [data-pic]")].filter((one) => gone.has(numberOf(one)));
    for (const one of here) if (!one.id) one.toggleAttribute("data-gone", true); // a cover keeps its room
    const text = here.filter((one) => one.id).map(leave).join("");
    if (text) htmx.swap({ sourceElement: target, target, swap: "none", text });
  });
}

// Which pictures are ticked. Kept here while tiles come and go, and given to the form #bulk when it
// is read. With "select all" ticked it is the other way round: these are the pictures left out.
{
  const picks = new Set();
  let anchor = null; // where a range begins
  let known = null; // the form these picks belong to: another search begins anew
  let went = 0; // since one last picked
  const form = () => document.getElementById("bulk");
  const boxes = () => [...document.querySelectorAll(".tile__pick input")];
  const isAll = () => Boolean(form()?.elements.all?.checked);

  const words = () => {
    const told = document.querySelector("#bulk-all-said [data-total]")?.dataset;
    if (!isAll()) return `${picks.size.toLocaleString("en")} selected`;
    if (!told) return "All selected";
    const left = told.total - picks.size;
    return `${told.told.includes("+") ? told.told : left.toLocaleString("en")} selected`;
  };
  const show = () => {
    if (!form()) return;
    for (const box of boxes()) box.checked = isAll() !== picks.has(box.value);
    const isOn = isAll() || picks.size > 0;
    document.querySelector("[data-bulk-count]").textContent = words();
    form().toggleAttribute("data-on", isOn);
    document.body.toggleAttribute("data-picking", isOn);
    if (isOn) form().dispatchEvent(new Event("picking"));
  };
  const begin = () => {
    if (form() === known) return isAll() || picks.size ? show() : undefined;
    picks.clear();
    known = form();
    for (const box of boxes()) if (box.checked) picks.add(box.value);
    show();
  };
  const clear = () => {
    picks.clear();
    if (form()?.elements.all) form().elements.all.checked = false;
    show();
  };
  const set = (box, isOn) => (isAll() !== isOn ? picks.add(box.value) : picks.delete(box.value));
  const range = (box, isOn) => {
    const all = boxes();
    const [from, to] = [all.findIndex((one) => one.value === anchor), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(Math.max(from, 0), to + 1)) set(one, isOn);
  };

  document.addEventListener("click", (event) => {
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
    const tile = event.target.closest?.(".tile");
    const box = tile?.querySelector(".tile__pick input");
    if (!box || (event.target !== box && (isPlain || !event.target.closest(".tile > a, .bin > .tile > img")))) return;
    if (event.target !== box) event.preventDefault(); // not to another window
    const isOn = event.target === box ? box.checked : !box.checked;
    if (event.shiftKey && anchor) range(box, isOn);
    else set(box, isOn);
    anchor = box.value;
    went = 0;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "bulk-all") { picks.clear(); show(); }
  });
  document.addEventListener("formdata", (event) => {
    if (event.target !== form()) return;
    event.formData.delete("uid");
    event.formData.set("uids", [...picks].join(" "));
  });
  document.addEventListener("reset", (event) => { if (event.target === form()) setTimeout(clear); });
  document.addEventListener("picks-over", clear);
  document.addEventListener("htmx:before:swap", (event) => {
    const leaving = (event.detail.tasks ?? []).filter((task) => task.swapSpec?.style === "delete");
    const gone = leaving.filter((task) => !isAll() && picks.delete(task.target?.id?.replace(/^(pic|bin)-/, "")));
    if (gone.length) document.querySelector("[data-bulk-said]").textContent = `, ${(went += gone.length)} were removed meanwhile`;
  });
  document.addEventListener("htmx:after:swap", begin);
  begin();
}

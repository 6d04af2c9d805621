// The model picker: a search box over its rows, and a click on a model closes it.
{
  const panelOf = (element) => element.closest?.(".picker__panel");

  const showSearch = () => {
    for (const box of document.querySelectorAll("[data-model-search]")) box.hidden = false;
  };

  const filterRows = (panel, words) => {
    let found = 0;
    for (const row of panel.querySelectorAll(".picker__row")) {
      row.hidden = !words.every((word) => row.dataset.search.includes(word));
      if (!row.hidden) found += 1;
    }
    for (const shelf of panel.querySelectorAll(".picker__shelf")) {
      shelf.hidden = !shelf.querySelector(".picker__row:not([hidden])");
    }
    panel.querySelector(".picker__none").hidden = found > 0;
  };

  showSearch();
  document.addEventListener("htmx:after:swap", showSearch);

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-model-search]")) return;
    filterRows(panelOf(event.target), event.target.value.toLowerCase().split(/\s+/).filter(Boolean));
    event.stopPropagation();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !panelOf(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.target.matches("button, a")) return;
    event.preventDefault(); // Enter here chooses; it does not send the form
    const first = panelOf(event.target).querySelector(".picker__row:not([hidden]) input");
    if (event.target.matches("[data-model-search]")) first?.click();
    panelOf(event.target).hidePopover();
  });

  document.addEventListener("click", (event) => {
    const byPointer = event.detail > 0;
    if (byPointer && event.target.matches("input[name=choice]")) panelOf(event.target).hidePopover();
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.id !== "models" || event.newState !== "open") return;
    event.target.querySelector("input[name=choice]:checked")?.scrollIntoView({ block: "nearest" });
    event.target.querySelector("[data-model-search]")?.focus({ preventScroll: true });
  }, true);
}

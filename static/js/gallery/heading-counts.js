// A day, month or year that loses pictures says how many are left, and so does the search, once they
// have stopped leaving.
{
  const CALM = 1500, SPREAD = 2000; // ms; windows do not ask all at the same moment
  const days = new Set();
  let timer;
  const recount = () => {
    const places = [...days].map((id) => document.getElementById(id));
    places.push(document.querySelector(".foundbar__count"));
    for (const place of places) place?.dispatchEvent(new Event("recount"));
    days.clear();
  };
  document.addEventListener("htmx:before:swap", ({ detail }) => {
    const leaving = (detail.tasks ?? []).filter((task) => task.swapSpec?.style === "delete" && task.target?.matches?.(".tile[data-key]"));
    if (!leaving.length) return;
    for (const { target: { dataset: { key } } } of leaving) {
      days.add(`day-${key.slice(0, 8)}`).add(`month-${key.slice(0, 6)}`).add(`year-${key.slice(0, 4)}`);
    }
    clearTimeout(timer);
    timer = setTimeout(recount, CALM + Math.random() * SPREAD);
  });
}

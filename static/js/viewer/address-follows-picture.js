// The page follows the picture on the stage: its address at once, then all that it says.
{
  const stage = document.getElementById("stage"), rail = document.getElementById("rail");
  let here = null, asked = null;

  // One question at a time; what was passed meanwhile is not asked for.
  const ask = async () => {
    while (asked !== here) {
      asked = here;
      await htmx.ajax("GET", here, { source: stage, swap: "none", headers: { "HX-Target": "aside#rail" } });
    }
    asked = null;
    delete rail.dataset.behind;
    rail.dispatchEvent(new Event("viewer-there"));
  };

  // htmx gives the page no name by an answer that brings only parts.
  stage.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement === stage && ctx.title) document.title = ctx.title;
  });
  stage.addEventListener("viewer-moved", ({ detail }) => {
    here = detail.page;
    rail.dataset.behind = "";
    history.replaceState(history.state, "", here);
    if (!asked) ask();
  });
}

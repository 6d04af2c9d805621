// What had the focus leaves with the rail of a picture one has gone on from, or with a picture thrown
// away: the focus goes to the picture that is shown now, in the film.
{
  const rail = document.getElementById("rail");
  let isLost = false;
  document.addEventListener("htmx:before:swap", () => { isLost ||= "behind" in rail.dataset && rail.contains(document.activeElement); });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => { isLost ||= /\/pictures\/[\w-]+\/trash\/$/.test(ctx.request.action); });
  rail.addEventListener("viewer-there", () => {
    if (isLost && document.activeElement === document.body) document.querySelector("#film [aria-current]")?.focus({ preventScroll: true });
    isLost = false;
  });
}

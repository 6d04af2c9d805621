// What is done with the picture on the stage: steps, zoom, full screen, the rail.
{
  const stage = document.getElementById("stage");
  const main = stage.closest("main");
  let show = null;

  const zoom = (steps) => {
    const slide = show.currSlide, last = show.options.zoomAnimationDuration;
    if (!steps) return slide.toggleZoom(show.getViewportCenterPoint());
    slide.zoomTo(slide.currZoomLevel * 1.5 ** steps, show.getViewportCenterPoint(), last);
  };
  const say = () => {
    const level = Math.round((show.currSlide?.currZoomLevel ?? 1) * 100);
    document.getElementById("zoomed").textContent = `${level} %`;
  };
  const settle = () => {
    const index = show.currIndex, ends = [index === 0, index === show.getNumItems() - 1];
    const ways = [document.getElementById("before"), document.getElementById("after")];
    ways.forEach((way, n) => {
      if (ends[n] && document.activeElement === way) ways[1 - n].focus();
      way.hidden = ends[n];
    });
    say();
  };
  const isWide = () => !main.classList.contains("is-railless");
  const tell = () => document.getElementById("raised").setAttribute("aria-expanded", String(isWide()));
  const mark = (uid) => {
    for (const link of stage.querySelectorAll("#film a")) {
      if (link.dataset.uid === uid) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    centre();
  };
  const centre = () => {
    const film = document.getElementById("film"), one = film.querySelector("[aria-current]");
    if (one) film.scrollLeft += one.getBoundingClientRect().left + one.offsetWidth / 2 - film.getBoundingClientRect().left - film.clientWidth / 2;
  };

  stage.addEventListener("viewer-ready", ({ detail }) => {
    show = detail.show;
    const place = () => {
      const { left, top } = detail.box.getBoundingClientRect();
      Object.assign(show.offset, { x: left + scrollX, y: top + scrollY });
    };
    show.on("updateScrollOffset", place);
    show.on("afterInit", place);
    show.on("afterInit", () => Object.entries({ role: "group", "aria-label": "The picture" }).forEach((pair) => show.element.setAttribute(...pair)));
    show.on("zoomPanUpdate", say);
    show.on("change", settle);
    show.on("keydown", (event) => { // only to move about in a picture that is zoomed
      const { target, key } = event.originalEvent, { currSlide } = show;
      const isZoomed = currSlide.currZoomLevel > currSlide.zoomLevels.fit;
      const isFree = !document.querySelector("dialog[open]") && !target.closest("input, textarea, select, .rail");
      if (!key.startsWith("Arrow") || !isZoomed || !isFree || document.body.dataset.singleKeys === "off") event.preventDefault();
    });
    show.on("wheel", (event) => { // its own takes the stage for the whole window
      event.preventDefault();
      const { deltaY, deltaMode, clientX, clientY } = event.originalEvent, { left, top } = detail.box.getBoundingClientRect();
      const factor = 2 ** (-deltaY * (deltaMode === 1 ? 0.05 : 0.002));
      show.currSlide.zoomTo(show.currSlide.currZoomLevel * factor, { x: clientX - left, y: clientY - top });
    });
    new ResizeObserver(() => show.isOpen && show.updateSize(true)).observe(detail.box);
    document.addEventListener("htmx:after:swap", () => { settle(); tell(); centre(); });
  });
  stage.addEventListener("viewer-renewed", ({ detail }) => { settle(); mark(detail.uid); });
  stage.addEventListener("viewer-moved", ({ detail }) => { document.getElementById("rail").scrollTop = 0; mark(detail.uid); stage.querySelector("[data-pictures] > img")?.remove(); });
  document.addEventListener("fullscreenchange", () => main.classList.toggle("is-whole", Boolean(document.fullscreenElement)));

  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-zoom], [data-step], [data-full-screen], [data-rail-toggle], #film a");
    if (!tool || !show || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (tool.dataset.zoom) zoom(Number(tool.dataset.zoom));
    else if (tool.dataset.step) show.goTo(show.potentialIndex + Number(tool.dataset.step));
    else if (tool.dataset.uid) show.goTo(show.options.dataSource.findIndex((one) => one.uid === tool.dataset.uid));
    else if ("fullScreen" in tool.dataset) document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
    else { main.classList.toggle("is-railless"); tell(); }
  });
}

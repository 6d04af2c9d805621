// The stage: PhotoSwipe shows the pictures of the film, and says which one ("viewer-moved").
{
  const stage = document.getElementById("stage");
  const box = stage.querySelector("[data-pictures]");
  const film = document.getElementById("film");
  let here = stage.dataset.viewer; // uid
  let clicked = 0, show = null;

  const frame = (link) => {
    const thumb = link.firstElementChild;
    const [width, height] = ["width", "height"].map((side) => Number(thumb.getAttribute(side)));
    return { uid: link.dataset.uid, page: link.href, src: link.dataset.src, msrc: thumb.src, width, height, alt: thumb.alt };
  };
  const frames = () => [...film.querySelectorAll("a[data-uid]")].map(frame);
  const at = (list, uid) => list.findIndex((one) => one.uid === uid);
  const go = (to) => {
    here = to.uid;
    stage.dispatchEvent(new CustomEvent("viewer-moved", { detail: to }));
  };
  const moved = () => {
    const now = show.options.dataSource[show.currIndex];
    if (now && now.uid !== here) go(now);
  };

  // The film brought or lost pictures: what PhotoSwipe holds is numbered anew, by uid.
  const renew = () => {
    const old = show.options.dataSource, list = frames(), was = at(old, here);
    if (at(list, here) < 0) {
      if (film.querySelector("[aria-current]")) return; // the film of a picture long passed
      const next = [...old.slice(was + 1), ...old.slice(0, was).reverse()].find((one) => at(list, one.uid) >= 0);
      if (!next) return void (box.replaceChildren(), stage.dispatchEvent(new CustomEvent("viewer-empty", { detail: { uid: here } })));
      show.options.dataSource = list;
      go(next);
    }
    const bound = old[show.potentialIndex]?.uid;
    show.options.dataSource = list;
    show.currIndex = at(list, here);
    show.potentialIndex = at(list, bound) < 0 ? show.currIndex : at(list, bound);
    const kept = old.map((_, index) => show.contentLoader.getContentByIndex(index)).filter(Boolean);
    for (const content of kept) content.index = at(list, content.data.uid);
    const holders = show.mainScroll.itemHolders.map((holder, n) => [holder, show.currIndex - 1 + n]);
    for (const [holder, wanted] of holders) { // first all go that must: a picture may change its place
      if (holder.slide && holder.slide.data.uid === list[wanted]?.uid) holder.slide.index = wanted;
      else holder.slide = void holder.slide?.destroy();
    }
    for (const [holder, wanted] of holders) if (!holder.slide) show.setContent(holder, wanted);
    show.currSlide.setIsActive(true);
    show.appendHeavy();
    show.contentLoader.updateLazy();
    stage.dispatchEvent(new CustomEvent("viewer-renewed", { detail: { uid: here } }));
  };

  // The second click of a double one does not take back the first.
  const click = (point) => {
    if (performance.now() - clicked > 400) show.currSlide.toggleZoom(point);
    clicked = performance.now();
  };
  const begin = async () => {
    const { default: PhotoSwipe } = await import(stage.dataset.photoswipe);
    const list = frames();
    show = new PhotoSwipe({
      dataSource: list, index: at(list, here), appendToEl: box, mainClass: "stage__show pswp--click-to-zoom", bgOpacity: 0,
      getViewportSizeFn: () => ({ x: box.clientWidth, y: box.clientHeight }),
      paddingFn: (size) => (size.x > 700 ? { top: 0, bottom: 12, left: 72, right: 72 } : { top: 0, bottom: 0, left: 0, right: 0 }),
      showHideAnimationType: "none", loop: false, preload: [2, 2], wheelToZoom: true,
      imageClickAction: click, bgClickAction: false, tapAction: false, doubleTapAction: "zoom",
      closeOnVerticalDrag: false, pinchToClose: false, trapFocus: false, returnFocus: false, escKey: false, arrowKeys: false,
      close: false, zoom: false, counter: false, arrowPrev: false, arrowNext: false,
      errorMsg: "This picture could not be loaded.",
    });
    show.addFilter("placeholderSrc", (_, content) => content.data.msrc);
    show.on("change", moved);
    stage.dispatchEvent(new CustomEvent("viewer-ready", { detail: { show, box } }));
    show.init();
    stage.classList.add("is-live");
    new MutationObserver(renew).observe(film, { childList: true });
    new MutationObserver(() => location.reload()).observe(document.getElementById("reload"), { childList: true });
  };
  addEventListener("DOMContentLoaded", begin); // by then the others listen
}

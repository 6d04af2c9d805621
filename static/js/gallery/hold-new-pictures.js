// A list that is scrolled down takes no new pictures: it counts them instead. The stream sends new
// tiles to #gallery and the question how many are new to #arrived; each list has one of the two.
{
  const FAR = 240; // pixels
  const tend = () => {
    const list = document.querySelector("[data-gallery]");
    const arrived = document.querySelector("[data-arrived]");
    if (!list || !arrived || "held" in list.dataset) return;
    const counts = document.getElementById("newpill")?.childElementCount;
    const isHeld = counts || list.getBoundingClientRect().top < -FAR;
    list.id = isHeld ? "gallery-held" : "gallery";
    arrived.id = isHeld ? "arrived" : "arrived-idle";
  };
  // With the next frame, when the browser knows where everything is: asked at once, it would have to
  // lay out what has just been put in.
  let isAsked = false;
  const soon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; tend(); });
  };
  tend();
  document.addEventListener("scroll", soon, { passive: true });
  document.addEventListener("htmx:after:swap", soon);
}

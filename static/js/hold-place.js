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
  tend();
  document.addEventListener("scroll", tend, { passive: true });
  document.addEventListener("htmx:after:swap", tend);
}

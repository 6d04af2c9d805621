// What stands for something goes and comes with it: the strip with its jobs, a day's heading with its
// pictures, the words of an empty list with its first tile. (Rules with :has() would make the browser
// look at every tile of a long list whenever one is added.)
{
  const tend = () => {
    for (const part of document.querySelectorAll("[data-vacant]")) part.hidden = !part.querySelector(part.dataset.vacant);
    for (const day of document.querySelectorAll("[data-gallery] > .day")) day.hidden = !day.nextElementSibling?.matches(".tile");
    for (const words of document.querySelectorAll(".gallery-empty")) {
      words.hidden = Boolean(words.parentElement.querySelector("[data-gallery] > .tile, .jobs--found > .job"));
    }
  };
  document.addEventListener("htmx:after:swap", tend);
}

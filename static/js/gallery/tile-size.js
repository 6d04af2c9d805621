// The size of the tiles, remembered by this browser in a cookie that the server reads.
{
  document.addEventListener("change", (event) => {
    const radio = event.target;
    if (!radio.closest?.("[data-tile-size]")) return;
    event.stopPropagation();
    document.cookie = `tiles=${radio.value}; path=/; max-age=31536000; samesite=lax`;
    for (const list of document.querySelectorAll("[data-gallery]")) {
      list.classList.remove("gallery--small", "gallery--medium", "gallery--large");
      list.classList.add(`gallery--${radio.value}`);
    }
  });
}

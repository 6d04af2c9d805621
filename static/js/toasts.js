// A toast leaves after ten seconds, unless the pointer or the focus rests on it.
const place = document.getElementById("toasts");
let leaving = 0;
const watch = () => {
  clearTimeout(leaving);
  const toast = place.firstElementChild;
  if (!toast) return;
  leaving = setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) watch();
    else toast.remove();
  }, 10000);
};
if (place) {
  new MutationObserver(watch).observe(place, { childList: true });
  watch();
}

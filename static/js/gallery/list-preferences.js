// How lists are looked at (their order, stacks), remembered by this browser in cookies that the
// server reads. A collection has an order of its own.
document.addEventListener("change", (event) => {
  const { remember } = event.target.dataset ?? {};
  if (!remember || (remember === "order" && document.querySelector("[data-collection]"))) return;
  const value = event.target.type === "checkbox" ? Number(event.target.checked) : event.target.value;
  document.cookie = `${remember}=${value}; path=/; max-age=31536000; samesite=lax`;
}, true);

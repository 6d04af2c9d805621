// The theme button: shows the next theme at once and has the server keep it.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const order = ["auto", "light", "dark"];
  const words = { auto: "follow the system", light: "light", dark: "dark" };
  const button = form.querySelector("button");
  const chosen = button.value;
  fetch(form.action, { method: "POST", body: new FormData(form, button), headers: { "HX-Request": "true" } });
  document.documentElement.dataset.theme = chosen;
  document.querySelector("meta[name=color-scheme]").content = chosen === "auto" ? "light dark" : chosen;
  button.value = order[(order.indexOf(chosen) + 1) % order.length];
  button.setAttribute("aria-label", `Theme: ${words[chosen]}`);
});

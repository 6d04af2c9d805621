// The key form: the chosen provider's link and, where a key begins unusually, a hint.
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-keyform]");
  if (!form) return;
  const facts = form.querySelector("[name=provider]:checked").dataset;
  const secret = form.querySelector("[name=secret]");
  const link = form.querySelector("[data-keyurl]");
  const hint = form.querySelector("[data-keyhint]");
  link.href = facts.url;
  link.hidden = !facts.url;
  secret.placeholder = facts.hint ? `${facts.hint}…` : "";
  const typed = secret.value.trim();
  const isUnusual = Boolean(facts.hint) && typed.length >= facts.hint.length && !typed.startsWith(facts.hint);
  hint.hidden = !isUnusual;
  hint.textContent = isUnusual ? `${facts.label} keys usually begin with ${facts.hint}. You can save this one all the same.` : "";
});

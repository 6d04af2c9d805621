// After a refusal the first field with a problem gets the focus; the prompt is marked without
// being swapped, so that nothing typed meanwhile is lost.
{
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx?.sourceElement?.id !== "composer") return;
    const prompt = document.getElementById("prompt");
    const isWrong = Boolean(document.querySelector("#prompt-error .error"));
    if (isWrong) prompt.setAttribute("aria-invalid", "true");
    else prompt.removeAttribute("aria-invalid");
    if (ctx.response?.status !== 422) return;
    setTimeout(() => { // once htmx has put the focus back where it was
      const first = document.querySelector("#composer [aria-invalid=true]");
      const field = first?.matches("fieldset") ? first.querySelector("input:checked, input") : first;
      (field ?? document.getElementById("picked")).focus();
    }, 20);
  });
}

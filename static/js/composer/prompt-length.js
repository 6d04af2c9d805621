// <prompt-count for="prompt" limit="32000"> shows how many characters the field holds.
{
  class PromptCount extends HTMLElement {
    connectedCallback() {
      this.field = document.getElementById(this.getAttribute("for"));
      this.count = () => {
        const length = [...this.field.value].length;
        const limit = Number(this.getAttribute("limit"));
        this.textContent = limit && length > limit * 0.9 ? `${length} / ${limit}` : String(length);
      };
      this.field?.addEventListener("input", this.count);
      if (this.field) this.count();
    }

    disconnectedCallback() {
      this.field?.removeEventListener("input", this.count);
    }
  }
  customElements.define("prompt-count", PromptCount);
}

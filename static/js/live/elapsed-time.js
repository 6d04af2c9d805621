// <elapsed-time seconds="14"> counts on from there, by the clock, so that a sleep does not slow it.
{
  class ElapsedTime extends HTMLElement {
    connectedCallback() {
      this.since = Date.now() - Number(this.getAttribute("seconds") || 0) * 1000;
      this.timer = setInterval(() => this.tick(), 1000);
    }

    disconnectedCallback() {
      clearInterval(this.timer);
    }

    tick() {
      const seconds = Math.max(0, Math.floor((Date.now() - this.since) / 1000));
      this.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  }
  customElements.define("elapsed-time", ElapsedTime);
}

// A model id that is typed chooses itself: its radio is set before the change is sent.
{
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-typed-model]") || !event.target.value.trim()) return;
    const radio = event.target.closest(".picker__row").querySelector("input[name=choice]");
    radio.checked = true;
  }, true);
}

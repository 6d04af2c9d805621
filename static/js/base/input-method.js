// While an input method composes a word, its keys are its own: Enter takes what it offers, Escape
// drops it. This file comes first, so that no other need ask. 229 is what some browsers say instead,
// and with the Enter that ends the word.
for (const kind of ["keydown", "keypress", "keyup"]) {
  addEventListener(kind, (event) => {
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
  }, true);
}

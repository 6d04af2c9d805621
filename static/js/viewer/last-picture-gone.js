// Nothing is left to look at: back to the list, where that can be undone.
document.getElementById("stage").addEventListener("viewer-empty", ({ detail }) => {
  const back = new URL(document.getElementById("back").href);
  if (document.getElementById(`undo-${detail.uid}`)) back.searchParams.set("trashed", detail.uid);
  location.replace(back);
});

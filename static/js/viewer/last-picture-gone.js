// Nothing is left to look at: back to the list, where who threw the last one away may take that back.
document.getElementById("stage").addEventListener("viewer-empty", ({ detail }) => {
  const back = new URL(document.getElementById("back").href);
  if (document.getElementById(`undo-${detail.uid}`)) back.searchParams.set("trashed", detail.uid);
  location.replace(back);
});

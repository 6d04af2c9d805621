// Counts own finished jobs in the title while the tab is hidden.
{
  let finished = 0;
  const plainTitle = document.title;
  document.addEventListener("job-finished", () => {
    if (!document.hidden) return;
    finished += 1;
    document.title = `(${finished}) ${plainTitle}`;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    finished = 0;
    document.title = plainTitle;
  });
}

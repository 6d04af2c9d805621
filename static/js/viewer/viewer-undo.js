// A picture that is taken back from the trash is shown again, at its place in the list.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const page = ctx.request.action.match(/^(.*\/pictures\/[\w-]+\/)restore\/$/)?.[1];
  if (page && ctx.response.raw.ok) location.replace(page + location.search);
});

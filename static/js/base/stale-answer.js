// What an answer was meant for may have left the page while it was under way: that part of it is let
// go, what it says besides (a toast with Undo) is not. htmx itself would drop the whole answer.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.target?.isConnected === false) Object.assign(ctx, { target: document.body, swap: "none" });
});

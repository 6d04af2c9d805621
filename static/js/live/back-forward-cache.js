// A page that the browser kept and shows again (bfcache) catches up at once: its stream begins anew
// after the last line it knows, without the usual pause.
{
  let connection = null, isBack = false;
  document.addEventListener("htmx:sse:before:connection", ({ detail }) => {
    connection = detail.connection;
    if (isBack) setTimeout(() => connection.delayCanceller?.());
    isBack = false;
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isBack = !connection?.delayCanceller;
    if (isBack) connection?.reader?.cancel();
    else connection.delayCanceller();
  });
}

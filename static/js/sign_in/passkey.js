// Passkeys: a form with data-passkey="create", "get" or "login" asks the browser, then sends itself.
{
  const given = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

  const creation = (form) => {
    const options = given(form).creation_options;
    if (form.elements.passwordless?.checked) {
      options.publicKey.authenticatorSelection = {
        ...options.publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      };
    }
    return options;
  };

  const asked = async (form) => {
    if (form.dataset.passkey === "get") return given(form).request_options;
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).request_options;
  };

  const ceremony = async (form) =>
    form.dataset.passkey === "create"
      ? window.webauthnJSON.create(creation(form))
      : window.webauthnJSON.get(await asked(form));

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-passkey]");
    if (!form || form.elements.credential.value) return;
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ceremony(form));
      form.submit();
    } catch (error) {
      problem.hidden = false;
      problem.title = String(error);
    }
  });
}

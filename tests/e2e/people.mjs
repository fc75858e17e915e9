/** An organisation for tests: its administrator, colleagues and their tokens, made through the API. */
export const PASSWORD = "correct horse battery";

export async function organisation(server, names = ["安 Ann", "本 Ben", "晨 Cam"]) {
  const [first, ...others] = names;
  const setup = await server.call("POST", "/setup", {
    body: { organisation: "同文测试", name: first, email: mail(0), password: PASSWORD },
  });
  const people = [{ name: first, email: mail(0), id: setup.user.id }];
  people[0].token = await token(server, people[0]);
  for (const [index, name] of others.entries()) {
    const email = mail(index + 1);
    const made = await server.call("POST", "/users", {
      token: people[0].token,
      body: { name, email, password: PASSWORD },
    });
    const person = { name, email, id: made.id };
    person.token = await token(server, person);
    people.push(person);
  }
  for (const person of people) {
    person.root = (await server.call("GET", "/me", { token: person.token })).root;
  }
  return people;
}

const mail = (index) => `person${index}@example.org`;

async function token(server, person) {
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  const cookie = answer.headers.get("set-cookie").split(";")[0];
  const { csrf } = await answer.json();
  const made = await server.call("POST", "/tokens", {
    body: { name: "test" },
    headers: { cookie, "x-csrf-token": csrf },
  });
  return made.token;
}

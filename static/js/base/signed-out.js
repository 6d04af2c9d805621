// Nobody is signed in in this browser: pages of whoever was leave (session.js).
new BroadcastChannel("session").postMessage("over");

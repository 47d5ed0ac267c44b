"""A small repository in many languages, for questions about what stands in it."""

from __future__ import annotations

SHOP = {
    "pyproject.toml": '[project]\nname = "shop"\n',
    "go.mod": "module example.org/shop\n\ngo 1.22\n",
    "src/shop/__init__.py": "",
    "src/shop/cli.py": '''"""The command line."""
import argparse
import os


def build_parser():
    parser = argparse.ArgumentParser()
    parser.add_argument("--max-line-length", type=int)
    return parser


def wants_banner():
    return "SHOP_NO_BANNER" not in os.environ


class Painter:
    def no_color(self):
        return self.plain
''',
    "src/shop/utils.py": '''"""Odds and ends."""


def retry(call):
    return call()


def open_quietly(path):
    # could not open it: not an error here
    return None
''',
    "src/shop/store/__init__.py": "",
    "src/shop/store/files.py": '''"""Ledgers in files."""


class StoreError(Exception):
    pass


class HTTPRefused(StoreError):
    pass


class FileStore:
    def open_ledger(self, path):
        try:
            return path.open()
        except OSError as err:
            raise StoreError(f"could not open {path} for reading: {err}") from err

    def lookup(self, key, kind):
        raise LookupError("no entry named %s in the %s ledger" % (key, kind))

    def sum_up(self):
        return 0
''',
    "src/shop/settings.py": '''"""Settings from pyproject.toml."""


def read_width(table):
    return table.get("line-length", 88)


def explain(name):
    return f"object of {name} has no attribute like it; see tox.ini or --foo"


def read_margin(table):
    return table.get("marginWidth", 4)
''',
    "cmd/serve/main.go": """package main

import (
	"flag"
	"fmt"
)

type Server struct {
	Addr string
}

func (s *Server) Start(addr string) error {
	err := listen(addr)
	return fmt.Errorf("listening on %s failed: %w", addr, err)
}

func defineFlags() {
	flag.Bool("dry-run", false, "change nothing")
}
""",
    "crates/crate/Cargo.toml": '[package]\nname = "crate-pack"\nversion = "0.1.0"\n',
    "crates/crate/src/lib.rs": """pub struct Packer;

impl Packer {
    pub fn verify(&self, name: &str) -> Result<(), String> {
        Err(format!("checksum of {} differs from the manifest", name))
    }

    pub fn keep_going(&self) -> bool {
        true
    }
}
""",
    "web/package.json": '{"name": "shop-web", "version": "1.0.0"}\n',
    "web/src/router/match.ts": """export class Router {
  resolve(name: string, method: string) {
    throw new RouteError(`route ${name} has no handler for ${method}`);
  }
}

export function dryMode(): boolean {
  return process.env.SHOP_DRY_MODE === "1";
}
""",
    "web/src/utils.js": "export function clamp(a) {\n  return a;\n}\n",
    "java/src/main/java/org/acme/shop/Cart.java": """package org.acme.shop;

public class Cart {
    public void add(int n) {
        throw new CartException(String.format("cart %s holds %d items too many", id, n));
    }

    @Value("${server.port}")
    public void bindPort(int port) {
        this.port = port;
    }
}
""",
    "android/ui/Screen.kt": """package org.acme.ui

class Screen {
    fun draw(n: Int) {
        paint(n)
    }
}
""",
    "dotnet/Billing/Invoice.cs": """namespace Shop.Billing
{
    public class Invoice
    {
        public void Issue(int number)
        {
            throw new System.Exception($"invoice {number} was issued twice already");
        }
    }
}
""",
    "lib/shop/ticket.rb": """class Ticket
  def stamp(seat)
    raise ArgumentError, "seat #{seat} is taken by somebody"
  end
end
""",
    "php/composer.json": '{"name": "acme/shop"}\n',
    "php/src/Mailer.php": """<?php
class Mailer
{
    public function deliver($to)
    {
        throw new MailException("delivery to $to was refused twice");
    }
}
""",
    "native/ring.c": """#include <stdio.h>

int ring_push(int n)
{
    fprintf(stderr, "ring buffer overflow at slot %d\\n", n);
    return -1;
}
""",
    "ios/Sources/Shop/Basket.swift": """class Basket {
    func total() -> Int {
        fatalError("basket without a currency")
    }
}
""",
    "app/pubspec.yaml": "name: shop_app\n",
    "app/lib/src/basket_page.dart": """class BasketPage {
  void render(int n) {
    throw StateError('no basket is bound to page $n');
  }
}
""",
    "beam/mix.exs": "defmodule Shop.MixProject do\n  def project, do: [app: :shop_beam]\nend\n",
    "beam/lib/shop/worker.ex": """defmodule Shop.Worker do
  def run(job) do
    raise "job #{job} was not accepted by any worker"
  end
end
""",
    "tools/compilers.py": """def debug_options(kind):
    return ["/Zi"] if kind == "msvc" else ["-g3", "-Xlint"]
""",
}

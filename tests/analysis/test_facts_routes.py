"""Routes whose paths begin in another place than where they are written."""

from __future__ import annotations

import pytest
from repositories import write

from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import FactsOptions, facts_of
from ctxbuild.readers.repo import RepoOptions


def routes(directory, files):
    options = FactsOptions(RepoOptions(str(write(directory, files))))
    _, facts = facts_of(options, Cache.disabled(), lambda *_: None)
    return [route.name for route in facts.routes]


FASTAPI = {
    "app/__init__.py": "",
    "app/main.py": "from fastapi import FastAPI\nfrom app.api import api as all_routes\n"
    "from app.config import settings\nfrom app import ponds\n\napp = FastAPI()\n"
    "app.include_router(all_routes, prefix=settings.API)\n"
    'app.include_router(ponds.router, prefix="/old/")\n',
    "app/api.py": "from fastapi import APIRouter\nfrom app.ponds import router\n\n"
    "api = APIRouter()\napi.include_router(router)\n",
    "app/ponds.py": "from fastapi import APIRouter\n\n"
    'router = APIRouter(\n    tags=["a"], prefix="/ponds"\n)\n\n\n'
    '@router.get("/{id}")\ndef one(id):\n    pass\n',
}


def test_a_router_of_fastapi_has_the_prefixes_of_every_place_where_it_is_included(tmp_path):
    assert routes(tmp_path, FASTAPI) == ["GET {settings.API}/ponds/{id}", "GET /old/ponds/{id}"]


def test_a_router_that_a_package_passes_on_is_followed(tmp_path):
    files = {
        "app/__init__.py": "",
        "app/main.py": "from fastapi import FastAPI\nfrom app.birds import duck_router\n"
        'app = FastAPI()\napp.include_router(duck_router, prefix="/v1")\n',
        "app/birds/__init__.py": "from .ducks import router as duck_router\n",
        "app/birds/ducks.py": "from fastapi import APIRouter\nrouter = APIRouter()\n\n\n"
        '@router.post("/feed")\ndef feed():\n    pass\n\n\n'
        'router.add_api_route("/count", feed, methods=["GET", "PUT"])\n',
    }
    assert routes(tmp_path, files) == ["POST /v1/feed", "GET /v1/count", "PUT /v1/count"]


def test_routers_that_include_each_other_end(tmp_path):
    files = {
        "a.py": "from fastapi import APIRouter\nfrom b import b\na = APIRouter(prefix='/a')\n"
        "a.include_router(b)\n\n\n@a.get('/x')\ndef x():\n    pass\n",
        "b.py": "from fastapi import APIRouter\nfrom a import a\nb = APIRouter(prefix='/b')\n"
        "b.include_router(a)\n",
    }
    assert routes(tmp_path, files) == ["GET /a/b/a/x"]


def test_django_includes_modules_lists_and_lists_written_in_place(tmp_path):
    files = {
        "site/urls.py": "from django.urls import include, path\nfrom birds import views\n\n"
        'checks = [\n    path("edit/", views.edit),\n]\n\nurlpatterns = [\n'
        '    path("birds/", include("birds.urls")),\n'
        '    path("a/", include(checks)),\n    path("b/", include(checks)),\n'
        '    path("c/", include([\n        path("d/", views.d),\n    ])),\n]\n',
        "birds/urls.py": 'from django.urls import path\n\nurlpatterns = [path(f"{x}list/", v.a)]\n',
        "birds/views.py": "",
    }
    assert sorted(routes(tmp_path, files)) == [
        "ANY a/edit/",
        "ANY b/edit/",
        "ANY birds/{x}list/",
        "ANY c/d/",
    ]


def test_a_blueprint_is_registered_at_another_prefix_than_its_own(tmp_path):
    files = {
        "app.py": "from flask import Flask\nimport birds\n\napp = Flask('x')\n"
        'app.register_blueprint(birds.bp, url_prefix="/v2")\n',
        "birds.py": "from flask import Blueprint\n\nbp = Blueprint('b', url_prefix='/v1')\n\n\n"
        '@bp.route("/x")\ndef x():\n    pass\n',
    }
    assert routes(tmp_path, files) == ["GET /v2/x"]


EXPRESS = {
    "package.json": "{}",
    "app.js": "const express = require('express');\nconst api = require('./api');\n"
    "const app = express();\napp.options('*', cors());\napp.use('/v1', limit, api);\n"
    "app.use('/ducks', require('./ducks'));\n",
    "api.js": "const express = require('express');\nconst ponds = require('./ponds');\n"
    "const router = express.Router();\nconst list = [\n  { path: '/ponds', route: ponds },\n];\n"
    "list.forEach((each) => {\n  router.use(each.path, each.route);\n});\n"
    "module.exports = router;\n",
    "ponds.js": "const express = require('express');\nconst router = express.Router();\n"
    "router\n  .route('/:id')\n  .get(check('a)'), show)\n  .delete(drop);\n"
    "module.exports = router;\n",
    "ducks.js": "const router = require('express').Router();\nrouter.all('/', quack);\n",
}


def test_routers_of_express_are_followed_to_where_they_are_used(tmp_path):
    assert sorted(routes(tmp_path, EXPRESS)) == [
        "ANY /ducks/",
        "DELETE /v1/ponds/:id",
        "GET /v1/ponds/:id",
        "OPTIONS *",
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            {
                "go.mod": "module x\n",
                "main.go": 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n'
                '\tr := gin.New()\n\tv1 := r.Group("/v1")\n\tv1.GET("/x", f)\n}\n',
            },
            ["GET /v1/x"],
        ),
        (
            {
                "a.py": "from starlette.routing import Mount, Route\n\nroutes = [\n"
                '    Route("/", home),\n    Mount("/u", routes=[\n'
                '        Route("/{n}", user, methods=["GET", "POST"]),\n    ]),\n]\n'
            },
            ["GET /", "GET /u/{n}", "POST /u/{n}"],
        ),
        (
            {
                "a.py": "import typer\n\napp = typer.Typer()\napp.add_typer(sub, name='env')\n\n\n"
                "@app.callback()\ndef main():\n    pass\n\n\n"
                "@app.command('go')\ndef run():\n    pass\n"
            },
            ["env", "go"],
        ),
    ],
)
def test_groups_in_one_file(tmp_path, files, found):
    assert routes(tmp_path, files) == found


def test_commands_of_a_group_that_is_made_in_another_file(tmp_path):
    files = {
        "ducks/__init__.py": "",
        "ducks/base.py": "import click\n\n\n@click.group()\ndef top():\n    pass\n\n\n"
        "class Pond:\n    pass\n",
        "ducks/feed.py": "from ducks.base import top\n\n\n@top.command()\ndef feed():\n    pass\n",
        "ducks/other.py": "from ducks.base import Pond\n\npond = Pond()\n\n\n"
        "@pond.command()\ndef none():\n    pass\n",
    }
    assert routes(tmp_path, files) == ["top", "feed"]

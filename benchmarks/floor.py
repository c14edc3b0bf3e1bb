"""The floor: a program that does nothing, with one pydantic model, one typer command and one rich
table.
"""

from typing import Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Item(BaseModel):
    name: str
    days: int


app = typer.Typer(rich_markup_mode=None)


@app.command()
def due(within: Annotated[str, typer.Option(help="How far ahead.")] = "30d") -> None:
    item = Item.model_validate({"name": within, "days": "30"})
    table = Table(box=None)
    table.add_column("Name")
    table.add_column("Days")
    table.add_row(item.name, str(item.days))
    Console().print(table)


@app.command()
def nothing() -> None:
    pass


if __name__ == "__main__":
    app()

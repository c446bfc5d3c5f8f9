"""Invented people and places, shared by all demo corpora so that a name gives no class away."""

FIRST_FEMALE = (
    "Alba Anja Astrid Beatrix Bruna Carla Celia Clara Dagmar Delia Edith Elena Elsa Emilia Erika Fabia "
    "Felicia Flora Freya Gala Gerda Greta Hanna Hedda Helena Ida Ilse Ingrid Irene Isla Jana Josefa "
    "Judith Karin Klara Lara Lea Leonor Lidia Linnea Livia Lotte Lucia Magda Maren Marta Mathilde Mila "
    "Minna Mirja Nadia Nora Olga Ottilie Paola Petra Ramona Regina Rosa Sabine Sara Selma Silvia Simone "
    "Sofia Stella Tamara Tilda Ulla Ursula Valeria Vera Viola Wanda Wilma Xenia Yara Zelda Zita"
).split()

FIRST_MALE = (
    "Adrian Albin Anders Anton Arno Axel Bastian Bernt Bruno Caspar Cedric Clemens Cosimo Damian Dario "
    "Edgar Egon Emil Enzo Erik Ernst Fabio Felix Filip Franco Gerard Gregor Gustav Hannes Harald Hector "
    "Henrik Hugo Igor Ivan Jasper Joel Jonas Julius Karel Kaspar Konrad Kurt Lars Leander Leon Lorenz "
    "Lukas Magnus Manuel Marius Matteo Milan Moritz Nestor Nils Oleg Oskar Otto Pablo Pascal Quentin "
    "Rafael Ramon Rainer Rolf Ruben Rupert Samuel Silvan Stefan Sven Tadeo Theo Tomas Ulrich Urban "
    "Valentin Viktor Yannick"
).split()

SURNAMES = (
    "Abelson Adlerby Almqvist Altamar Anselmo Arkwell Asplund Averill Baldrick Bancourt Barlowe "
    "Belfiore Bergholm Bexley Birkwood Blomgren Bonacci Borowick Brandell Brixton Bruneau Calderon "
    "Carnaby Castellan Cavendar Cederholm Chastain Clairmont Colbeck Corvalan Cranleigh Dahlberg "
    "Darnell Delacorte Demarest Dragomir Drayton Dunmere Eastlake Edelmann Ekstrand Elsworth Engelbert "
    "Esterby Fairholm Falkner Farrowby Fernhill Fjellstad Flanders Fontana Forsberg Galbraith Gardiner "
    "Gellert Giordani Glanville Granholm Greville Grunwald Hadleigh Hagström Halloran Hartwig Hasselby "
    "Hawthorn Heldring Holloway Hornbeck Iversen Jablonski Jardine Jessup Kallgren Karlsson Kelbourne "
    "Kestrel Kirchner Klinger Kowalke Lachance Lambrecht Langford Larkspur Lavigne Lindqvist Lockhart "
    "Lombardi Lundgren Madsen Malmgren Marchetti Marlowe Mastrangelo Melbury Mendoza Merriweather "
    "Montclair Morland Nakamori Navarro Newcombe Nordstrom Northcott Oakshott Oberlin Okonjo Olsvik "
    "Orsini Ottenby Palmgren Paravel Pemberly Penhallow Petrovic Pickering Quarles Quimby Radcliff "
    "Ravensby Rehnquist Ridgeway Rosander Rostova Rutherby Sabatini Salander Santoro Schönfeld Selwyn "
    "Severin Silverio Sorensen Stenmark Strand Svensby Talbot Tennant Thornbury Tolliver Trevelyan "
    "Ullman Underhill Valdivia Vandermeer Vasquez Ventura Vesterby Villanova Wadsworth Wakefield "
    "Waldgrave Wentworth Westergard Whitlock Winslow Wolfram Yarrow Zabriski"
).split()

PLACES = (
    "Alderport Arnvik Bellmont Brackwater Caldera Castelmar Corvento Dunhaven Eastmere Falkenau Fermont "
    "Glenhaven Greyport Halden Havenbrook Kirkwall Lindholm Lorano Marvale Montrose Nordhaven Oakridge "
    "Palmira Porto-Lume Ravensholm Rosario Salverno Sanktborg Silverton Stonebridge Tarnów Torvalle "
    "Valdora Verdello Vestmark Westbrook Wilderau Windermoor Ystead Zellburg"
).split()

const names = `
  aaron abdi abdul abdullahi abena abhishek abigail abubakar achieng adaeze adam aditya adwoa agus ahmad ahmed aisha aishwarya ajay akinyi
  akira akosua alan albert alejandro alexander alexis alfie ali alice ama amaka amanda amber amelie amina aminu amit amy ana ananya andrea
  andrew andriy angela anil anita anjali ankit ann anna anthony antonio aoife archie arjun arthur arun asha ashley ashok atieno austin ayesha
  ayse aziz baraka barbara beatriz benjamin betty beverly bilal billy bisi blessing bobby bola bongani bradley brandon brenda brian brittany
  bruce bryan budi callum camila carl carlos carmen carol carolyn catherine charles charlie charlotte chen cheruiyot cheryl chiamaka chidi
  chinedu chioma chipo chloe christian christina christine christopher claire colin cynthia daniel danielle david deborah debra deepa deepak
  denise dennis dewi diana diane diego dinesh divya dmitri donald donna doris dorothy douglas dylan eduardo edward efua elena elif elijah
  elizabeth ellie emeka emily emma emre eric ethan eugene evelyn fang farai farhan farid fatima fatuma femi fernando fiona folake frances
  francisco francois frank freddie funke gabriel gabriela ganesh gareth gary gaurav gbenga geeta gemma george gerald gift giovanni girish
  giulia gloria gopal grace graham gregory greta guadalupe halima hamid hamza hannah hans harish harold harry haruto hassan hauwa heather
  hector heinz helen henry hina hiroshi hui huong ian ibrahim ifeanyi ifeoma ikenna imran isabel isabella ismail ivan jack jacob jacqueline
  jacques james jan janet janice jason javier jean jeffrey jennifer jeremy jerry jesse jessica joan joao joe john jonathan jordan jorge jose
  joseph joshua joyce juan juana judith judy julia julie juma jun justin jyoti kamau karen karim kariuki karthik karthikeyan katarzyna
  katherine kathleen kathryn kavita kavya kayla keith kelly kenji kenneth kevin khadija kimberly kipchoge kiprono kiran klaus kofi kojo
  krishna kumar kunle kwame kwasi kyle lakshman lakshmi larry lata laura lauren lawrence layla leo lerato li liam lin linda linh lisa logan
  lori luc luca lucia lucy luis luisa lungile madison mahesh mandla manish manoj manuel marc marco margaret maria mariam mariana marie marilyn
  mark martha mary mason mateo matthew meena megan mehmet mei melissa michael michelle miguel ming minh mohamed mohammed mohan molly mukesh
  musa mustafa mwangi nadia naledi nancy narayan nasreen natalie natasha nathan naveen neema neha neil ngozi nguyen niamh nicholas nicole
  nigel nikhil nisha nitin njeri njoroge nkechi nnamdi noah nomsa nomvula nur obinna ochieng odhiambo oksana olga oliver olivia omar oscar
  otieno pablo padma palesa pamela pankaj parvati patience patricia patrick paul paulo pedro peter philip pierre piotr pooja poppy pradeep
  prakash pranav praveen precious priya putri rachel radha rafael rahul raj rajesh rakesh ralph ramesh randy rani rashid raul ravi ravindra
  raymond rebecca rehema rekha ricardo richard robert roberto roger rohan rohit ronald rosa roy rudo rukhsana russell ruth ryan sachin sade
  sadia sakura salim samantha samuel sana sandeep sandra sangeeta sani sanjay santiago santosh sara sarah savita scott sean segun sergei
  sergio shabana shankar shanti sharon shirley shobha shruti siddharth simon siobhan sipho sita siti sizwe sneha sofia sophia sophie srinivas
  stephanie stephen steven stuart subramanian sumit sunil sunita suresh susan sushma svetlana swati takeshi tapiwa tariq tarun tatenda tatiana
  tendai teresa terry thabo thandi thanh themba theo theresa thiago thomas timothy trevor tunde tyler uche ursula usha usman valentina varun
  venkatesh victoria vidya vijay vikram vincent vinod virginia vivek wale walter wambui wang wanjiku wanjiru wayan wayne wei william willie
  xin yan yasmin yaw yetunde yilmaz yoko yuki yusuf zachary zain zainab zara zawadi zhang zoe
`;

/** Common first names of many countries, in lower case. */
export const firstNames: ReadonlySet<string> = new Set(names.split(/\s+/).filter((name) => name !== ''));

/** Wordings that a person's name follows; the name is the group "name". */
export const personBefore =
  /\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame\s?:|[Tt]his is|[Ii] am|I'm|[Cc]ontact(?: person)?(?: is)?:?|[Cc]all|[Aa]sk for|[Nn]amed|[Cc]alled|[Rr]egards,?|[Ss]igned,?|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?|[Dd]r\.?|[Ss]hri|[Ss]mt\.?|[Cc]ouncill?or|[Cc]hief|[Oo]fficer|[Nn]urse|[Cc]onductor|[Dd]river|[Ff]ather|[Mm]other|[Bb]rother|[Ss]ister|[Ss]on|[Dd]aughter|[Ww]ife|[Hh]usband|[Nn]eighbou?r|[Uu]ncle|[Aa]unt)\s+(?<name>\p{Lu}\p{Ll}+(?:\s+(?:\p{Lu}\.\s*)?\p{Lu}\p{Ll}+){0,2})(?!\s*(?:Road|Street|Park|School|Hospital|Council))/gu;
